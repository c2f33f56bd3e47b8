"""Mixed load on a server for so many seconds: errors, times and the memory of its process, every tenth of the time.

Usage: load.py ADDRESS SECONDS PROCESS_ID
"""

import http.client
import sys
import threading
import time
from urllib.parse import quote, urlsplit

ADDRESS, SECONDS, PROCESS = urlsplit(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
JOIN = "SELECT ?n ?c { ?t sg:implements/rdfs:label 'MQTT' ; rdfs:label ?n ; sg:category/rdfs:label ?c }"
TARGETS = [
    "/",
    "/stack?lang=go&need=messaging,tracing",
    "/id/technology/nats",
    "/id/language/go",
    "/needs",
    "/compare?entries=rabbitmq,kafka,nats",
    "/api/v1/recommend?lang=go&need=messaging",
    "/api/v1/recommend?lang=java&need=web-framework,messaging,cache&stacks=3&explain=true",
    "/api/v1/search?text=worklow",
    "/api/v1/entries/hystrix/alternatives",
    "/api/v1/entries/nats",
    "/api/v1/path?from=kafka&to=grafana",
    "/api/v1/export?focus=nats&format=svg",
    "/sparql?query=" + quote(JOIN),
    "/sparql?query=" + quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
    "/sparql?timeout=200ms&query=" + quote("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"),
]
# The last one is meant to end at its time.
MAY_END_EARLY = {TARGETS[-1]: {504, 507}}
WORKERS = 4

end = time.monotonic() + SECONDS
lock, times, errors = threading.Lock(), [], []


def work(number):
    connection, at = None, number
    while time.monotonic() < end:
        target = TARGETS[at % len(TARGETS)]
        at += 1
        begun = time.monotonic()
        try:
            connection = connection or http.client.HTTPConnection(ADDRESS.hostname, ADDRESS.port, timeout=60)
            connection.request("GET", target, headers={"Accept": "text/html"} if "/api" not in target and "sparql" not in target else {})
            answer = connection.getresponse()
            answer.read()
            fine = answer.status == 200 or answer.status in MAY_END_EARLY.get(target, ())
            said = None if fine else f"{answer.status} {target}"
        except OSError as error:
            connection, said = None, f"{error!r} {target}"
        with lock:
            times.append(time.monotonic() - begun)
            if said:
                errors.append(said)


def memory():
    with open(f"/proc/{PROCESS}/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


workers = [threading.Thread(target=work, args=(number * 5,)) for number in range(WORKERS)]
print(f"begin: {memory()} MB", flush=True)
for worker in workers:
    worker.start()
for tenth in range(10):
    time.sleep(max(0.0, end - SECONDS + SECONDS * (tenth + 1) / 10 - time.monotonic()))
    with lock:
        print(f"{tenth + 1}/10: {memory()} MB, {len(times)} requests, {len(errors)} errors", flush=True)
for worker in workers:
    worker.join()
times.sort()
print(f"p50 {times[len(times) // 2] * 1000:.0f} ms, p99 {times[len(times) * 99 // 100] * 1000:.0f} ms; {errors[:5]}")
