'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const byId = id => document.getElementById(id);
const make = (name, text, more) => Object.assign(document.createElement(name), text === undefined ? {} : {textContent: text}, more);
const upkeeps = ['', 'maintenance', 'retired'];
const ties = data.nodes.map(() => []);
data.edges.forEach((edge, at) => {
  ties[edge[0]].push(at);
  if (edge[1] !== edge[0]) ties[edge[1]].push(at);
});
const iri = node => data.nodes[node][4].replace(/^:/, data.base);
const numbers = new Map(data.nodes.map((_, at) => [iri(at), at]));
const fold = text => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
const texts = data.nodes.map(node => fold(node[0] + ' ' + (data.groups[node[2]] || '') + ' ' + node[5].map(it => it[1]).join(' ')));

// Filters and the list of what passes them.
const filters = {kind: data.kinds, group: data.groups, upkeep: ['alive', 'in maintenance', 'retired'], relation: data.relations.map(it => it[0])};
for (const [name, values] of Object.entries(filters)) {
  const select = byId(name);
  const used = new Set();
  if (name === 'relation') data.edges.forEach(edge => used.add(edge[2]));
  else data.nodes.forEach(node => used.add(node[{kind: 1, group: 2, upkeep: 3}[name]]));
  select.append(make('option', 'any', {value: ''}));
  values.map((text, at) => [text, at]).filter(it => used.has(it[1]) && it[0] !== '')
    .sort((a, b) => a[0].localeCompare(b[0]))
    .forEach(([text, at]) => select.append(make('option', text, {value: at})));
  select.onchange = list;
}
byId('search').oninput = list;
function passes(at) {
  const node = data.nodes[at];
  const is = (name, value) => byId(name).value === '' || +byId(name).value === value;
  return is('kind', node[1]) && is('group', node[2]) && is('upkeep', node[3]) &&
    (byId('relation').value === '' || ties[at].some(tie => data.edges[tie][2] === +byId('relation').value));
}
function list() {
  const words = fold(byId('search').value).split(/\s+/).filter(Boolean);
  const rank = at => fold(data.nodes[at][0]).startsWith(words[0] || '') ? 0 : fold(data.nodes[at][0]).includes(words[0]) ? 1 : 2;
  const found = data.nodes.map((_, at) => at)
    .filter(at => passes(at) && words.every(word => texts[at].includes(word)))
    .sort((a, b) => (words.length ? rank(a) - rank(b) : 0) || ties[b].length - ties[a].length || a - b);
  const shown = found.slice(0, 200);
  byId('count').textContent = found.length.toLocaleString('en') + ' of ' + data.nodes.length.toLocaleString('en') +
    (found.length > shown.length ? ', the first 200 below' : '');
  byId('found').replaceChildren(...shown.map(at => { const item = make('li'); item.append(link(at)); return item; }));
}
function link(at) {
  const button = make('button', data.nodes[at][0], {className: upkeeps[data.nodes[at][3]], title: iri(at)});
  button.onclick = () => { location.hash = encodeURIComponent(iri(at)); };
  return button;
}

// What is said of a thing, with who says it.
const said = sources => make('small', sources.length ? ' [' + sources.map(it => data.sources[it]).join(', ') + ']' : '');
function value(text) {
  return /^https?:\/\//.test(text) ? make('a', text, {href: text, rel: 'noreferrer', target: '_blank'}) : make('span', text);
}
function show(at) {
  const [name, kind, group, upkeep, , remarks] = data.nodes[at];
  const parts = [make('h2', name), make('p', data.kinds[kind] + (data.groups[group] ? ' · ' + data.groups[group] : '') +
    (upkeep ? ' · ' + filters.upkeep[upkeep] : ''), {className: 'quiet'})];
  const facts = make('dl');
  for (const [about, text, sources] of [...remarks, [-1, iri(at), []]]) {
    facts.append(make('dt', about < 0 ? 'address' : data.abouts[about]));
    const line = make('dd');
    line.append(value(text), said(sources));
    facts.append(line);
  }
  parts.push(facts);
  const groups = new Map();
  for (const tie of ties[at]) {
    const [from, to, relation, derived, sources] = data.edges[tie];
    const [label, inverse, symmetric] = data.relations[relation];
    const heading = from === at || symmetric ? label : inverse;
    if (!groups.has(heading)) groups.set(heading, []);
    groups.get(heading).push([from === at ? to : from, derived, sources]);
  }
  for (const [heading, members] of groups) {
    parts.push(make('h3', heading + ' (' + members.length + ')'));
    const items = make('ul');
    members.sort((a, b) => data.nodes[a[0]][0].localeCompare(data.nodes[b[0]][0]));
    for (const [other, derived, sources] of members) {
      const item = make('li');
      item.append(link(other), said(sources));
      if (derived) item.append(make('small', ' derived'));
      items.append(item);
    }
    parts.push(items);
  }
  byId('facts').replaceChildren(...parts);
  byId('facts').scrollTop = 0;
  document.querySelectorAll('.chosen').forEach(it => it.classList.remove('chosen'));
  for (const title of document.querySelectorAll('main svg g > title')) {
    if (title.textContent.split(' ')[0] === iri(at)) title.parentNode.classList.add('chosen');
  }
}
function follow() {
  const at = numbers.get(decodeURIComponent(location.hash.slice(1)));
  if (at !== undefined) show(at);
}
addEventListener('hashchange', follow);

// Zoom and pan.
const main = document.querySelector('main'), svg = main.querySelector('svg');
const size = [svg.width.baseVal.value, svg.height.baseVal.value];
let x = 0, y = 0, scale = 1, dragged = false;
const apply = () => { svg.style.transform = `translate(${x}px,${y}px) scale(${scale})`; };
function fit() {
  scale = Math.min(main.clientWidth / size[0], main.clientHeight / size[1]) || 1;
  x = (main.clientWidth - size[0] * scale) / 2;
  y = (main.clientHeight - size[1] * scale) / 2;
  apply();
}
function zoom(by, atX = main.clientWidth / 2, atY = main.clientHeight / 2) {
  const next = Math.min(12, Math.max(.05, scale * by));
  x = atX - (atX - x) * next / scale;
  y = atY - (atY - y) * next / scale;
  scale = next;
  apply();
}
main.addEventListener('wheel', event => {
  event.preventDefault();
  const box = main.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
}, {passive: false});
main.addEventListener('pointerdown', event => {
  if (event.target.closest('.tools')) return;
  let last = [event.clientX, event.clientY];
  dragged = false;
  const move = event => {
    if (Math.hypot(event.clientX - last[0], event.clientY - last[1]) < 3 && !dragged) return;
    dragged = true;
    x += event.clientX - last[0];
    y += event.clientY - last[1];
    last = [event.clientX, event.clientY];
    apply();
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', () => removeEventListener('pointermove', move), {once: true});
});
main.addEventListener('click', event => {
  const group = event.target.closest('svg g');
  for (let it = group; it; it = it.parentNode && it.parentNode.closest('g')) {
    const title = it.querySelector(':scope > title');
    const address = title && title.textContent.split(' ')[0];
    if (numbers.has(address)) {
      event.preventDefault();
      if (!dragged) location.hash = encodeURIComponent(address);
      return;
    }
  }
  if (event.target.closest('svg a')) event.preventDefault();
});
byId('closer').onclick = () => zoom(1.3);
byId('further').onclick = () => zoom(1 / 1.3);
byId('whole').onclick = fit;
addEventListener('resize', fit);
fit();
list();
follow();
