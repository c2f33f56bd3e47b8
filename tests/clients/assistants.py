"""Clients of assistants in Python, the official SDK and fastmcp, in both eras, over a pipe and over HTTP.

Usage: assistants.py PROGRAM ADDRESS
"""

import asyncio
import json
import pathlib
import subprocess
import sys
import tempfile
from importlib.metadata import version

import fastmcp
import mcp
from fastmcp.client.transports import StdioTransport
from jsonschema import Draft202012Validator

PROGRAM, ADDRESS = sys.argv[1:3]
# A call of each tool, with arguments that it answers; None stands for those that read files, which HTTP does not offer.
CALLS = {
    "recommend": {"need": ["messaging", "tracing"], "lang": ["go"], "explain": True},
    "alternatives": {"entry": ["memphis"]},
    "compare": {"entries": ["nats", "kafka"]},
    "show": {"entry": "nats"},
    "path": {"from": "kafka", "to": "nats"},
    "search": {"text": ["workflow"]},
    "list": {"what": "needs"},
    "query": {"sparql": "SELECT ?s ?l { ?s a sg:Language; rdfs:label ?l } ORDER BY ?l"},
    "verify": {"stack": "stack.ttl"},
    "scan": {"path": "."},
    "audit": {"path": "."},
}
READ_FILES = {"verify", "scan", "audit"}


def text_of(result):
    return "".join(getattr(it, "text", "") for it in result.content)


async def uses_everything(client, over_http):
    """Goes through all that is offered, as a host of assistants does."""
    listed = await client.list_tools()
    tools = {it.name: it for it in getattr(listed, "tools", listed)}
    expected = set(CALLS) - READ_FILES if over_http else set(CALLS)
    assert set(tools) == expected, set(tools) ^ expected
    for name in sorted(expected):
        tool = tools[name]
        Draft202012Validator.check_schema(tool.input_schema)
        Draft202012Validator(tool.input_schema).validate(CALLS[name])
        await a_tool_is_called(client, tool)
    await a_wrong_name_is_answered(client)
    await a_long_list_is_read_to_its_end(client)
    await resources_are_read(client)
    await prompts_are_filled_in(client)


async def call(client, name, arguments):
    """Calls a tool; a result that says what is wrong is returned, not raised, by every client."""
    if isinstance(client, fastmcp.Client):
        return await client.call_tool(name, arguments, raise_on_error=False)
    return await client.call_tool(name, arguments)


async def a_tool_is_called(client, tool):
    result = await call(client, tool.name, CALLS[tool.name])
    assert not result.is_error, (tool.name, text_of(result))
    found = result.structured_content
    assert isinstance(found, dict) and found, (tool.name, found)
    Draft202012Validator(tool.output_schema).validate(found)
    assert text_of(result).strip(), tool.name
    # About four bytes a token: what a result may cost at most.
    assert len(json.dumps(found)) + len(text_of(result)) < 40_000, tool.name


async def a_wrong_name_is_answered(client):
    result = await call(client, "show", {"entry": "kafak"})
    assert result.is_error and "kafka" in text_of(result), text_of(result)
    result = await call(client, "recommend", {"need": ["mesaging"]})
    assert result.is_error and "messaging" in text_of(result), text_of(result)
    for wrong in ("no-such-tool", ""):
        try:
            result = await call(client, wrong, {})
            assert result.is_error, wrong
        except Exception as error:  # the kinds differ between clients; a time-out is none of them
            assert "unknown tool" in str(error), error


async def a_long_list_is_read_to_its_end(client):
    seen, cursor = [], None
    while True:
        arguments = {"what": "languages", "limit": 20} | ({"cursor": cursor} if cursor else {})
        found = (await call(client, "list", arguments)).structured_content
        seen += [it["entry"] for it in found["items"]]
        cursor = found.get("nextCursor")
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == found["total"] > 20, len(seen)


async def resources_are_read(client):
    listed = await client.list_resources()
    addresses = [str(it.uri) for it in getattr(listed, "resources", listed)]
    assert addresses == ["stackgen://vocabulary", "stackgen://examples"], addresses
    for address in [*addresses, "stackgen://entry/nats"]:
        read = await client.read_resource(address)
        contents = getattr(read, "contents", read)
        assert len(contents[0].text) > 200, address
    try:
        await client.read_resource("stackgen://entry/no-such-entry")
        raise SystemExit("an unknown resource was read")
    except Exception as error:
        assert "unknown resource" in str(error), error


async def prompts_are_filled_in(client):
    listed = await client.list_prompts()
    names = [it.name for it in getattr(listed, "prompts", listed)]
    assert names == ["choose-stack", "audit-repository"], names
    filled = await client.get_prompt("choose-stack", {"languages": "go", "needs": "messaging"})
    assert "messaging" in filled.messages[0].content.text


def write_project(folder):
    """A folder with what the tools that read files need: a manifest, and a stack that was recommended."""
    (folder / "package.json").write_text('{"dependencies": {"kafkajs": "2", "request": "2"}}')
    words = [PROGRAM, "recommend", "--lang", "go", "--need", "messaging", "--output", str(folder / "stack.ttl")]
    subprocess.run(words, check=True)


async def main(root):
    """Every client, in both eras, at both doors."""
    pipe = mcp.StdioServerParameters(command=PROGRAM, args=["mcp", "--root", root])
    for mode in ("legacy", "auto"):
        for server, over_http in ((pipe, False), (ADDRESS, True)):
            async with mcp.Client(server, mode=mode, read_timeout_seconds=20) as client:
                is_modern = client.protocol_version == "2026-07-28"
                assert is_modern == (mode != "legacy"), client.protocol_version
                await uses_everything(client, over_http)
            print(f"mcp {version('mcp')}: {mode}, {'HTTP' if over_http else 'pipe'}: all tools, resources and prompts")
    for over_http in (False, True):
        server = ADDRESS if over_http else StdioTransport(PROGRAM, ["mcp", "--root", root], keep_alive=False)
        async with fastmcp.Client(server, timeout=20) as client:
            await uses_everything(client, over_http)
        print(f"fastmcp {version('fastmcp')}: {'HTTP' if over_http else 'pipe'}: all tools, resources and prompts")


with tempfile.TemporaryDirectory() as folder:
    write_project(pathlib.Path(folder))
    asyncio.run(asyncio.wait_for(main(folder), 120))
