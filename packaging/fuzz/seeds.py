"""Inputs for the fuzzer to begin with, and words for it to put in: made from the tests and the sources, never kept."""

from __future__ import annotations

import itertools
import pathlib
import re
import struct

TOP = pathlib.Path(__file__).resolve().parent.parent.parent

#: Of each target: the tests whose texts are inputs, and the sources whose words are worth putting in.
FOUND: dict[str, tuple[list[str], list[str]]] = {
    "policy": (
        ["Tests/AgentTests", "etc", "packaging/examples"],
        ["Sources/Agent/Policy", "Sources/Tuning/Restarts", "Sources/Tuning/Words"],
    ),
    "formula": (["Tests/FormulaTests", "Tests/AgentTests/PolicyFormulaTests.swift"], ["Sources/Formula"]),
    "kubelet": (
        ["Tests/TuningTests/Kubelet", "Tests/NodeTests/Knobs"],
        ["Sources/Tuning/Kubelet", "Sources/Tuning/Go"],
    ),
    "yaml": (["Tests/DocumentsTests", "Tests/NodeTests/Facts"], ["Sources/Documents/YAML"]),
    "json": (["Tests/DocumentsTests", "Tests/Golden", "Tests/NodeTests/Runtimes"], ["Sources/Documents/JSON"]),
    "toml": (["Tests/DocumentsTests", "Tests/NodeTests/Runtimes"], ["Sources/Documents/TOML"]),
    "command-lines": (
        ["Tests/TuningTests", "Tests/NodeTests/Facts"],
        ["Sources/Tuning/KubeProxy", "Sources/Tuning/Etcd", "Sources/Tuning/ControlPlane", "Sources/Tuning/Go"],
    ),
    "mountinfo": (["Tests/NodeTests/Facts/MountReadingTests.swift"], ["Sources/Node/Facts/Mounts.swift"]),
    "proc": (["Tests/NodeTests/Facts"], ["Sources/Node/Facts"]),
    "sys": (["Tests/NodeTests/Facts"], ["Sources/Node/Facts"]),
    "node": (["Tests/NodeTests", "Tests/AgentTests"], ["Sources/Node", "Sources/Tuning"]),
    "kernel-events": ([], ["Sources/Node/HTTP"]),
    "ledger": ([], ["Sources/Tuning/Words", "Sources/Tuning/Pipeline"]),
    "report": ([], ["Sources/Tuning/Words", "Sources/Tuning/Pipeline"]),
}  # fmt: skip

#: A text in Swift: between three quotation marks, or between two on one line.
LITERAL = re.compile(r'"""\n(.*?)\n *"""|"((?:[^"\\\n]|\\.)*)"', re.DOTALL)
#: A file of a made-up tree: its path below the top, then what it holds.
TREE_FILE = re.compile(
    r'"/?((?:proc|sys|etc|run|var|lib|usr)/[^"\\\s]*)"\s*[:,]\s*(?:"""\n(.*?)\n *"""|"((?:[^"\\\n]|\\.)*)")', re.DOTALL
)
ESCAPE = re.compile(r"\\(u\{([0-9a-fA-F]+)\}|.)", re.DOTALL)
#: Numbers at which something ends.
NUMBERS = (
    "9223372036854775807", "-9223372036854775808", "18446744073709551615", "18446744073709551616", "1e309", "-0.0",
)  # fmt: skip
LONGEST_INPUT, LONGEST_WORD, MOST_WORDS = 1 << 16, 48, 3_000
#: The most that a tree has of files in one input, as the program has it.
MOST_FILES = 64


def unescaped(text: str) -> str:
    """What a literal of Swift stands for."""
    plain = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
    return ESCAPE.sub(lambda found: chr(int(found[2], 16)) if found[2] else plain.get(found[1], found[1]), text)


def literals(text: str) -> list[str]:
    """The texts in a Swift source; those of many lines without the indentation of the source."""
    found = []
    for many, one in LITERAL.findall(text):
        if many:
            lines = many.split("\n")
            margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
            found.append(unescaped("\n".join(line[margin:] for line in lines) + "\n"))
        elif one:
            found.append(unescaped(one))
    return found


def batches(items: list[bytes], count: int) -> list[list[bytes]]:
    """The items, so many at a time."""
    return [items[start : start + count] for start in range(0, len(items), count)]


def files(places: list[str]) -> list[pathlib.Path]:
    """The files of some places, those below directories too."""
    found: list[pathlib.Path] = []
    for place in places:
        path = TOP / place
        found += [path] if path.is_file() else sorted(item for item in path.rglob("*") if item.is_file())
    return found


def texts(places: list[str]) -> list[bytes]:
    """The literals of Swift sources, other files as they are."""
    found: list[bytes] = []
    for path in files(places):
        if path.suffix == ".swift":
            found += [text.encode("utf-8", "surrogatepass") for text in literals(path.read_text())]
        else:
            found.append(path.read_bytes())
    return [text for text in dict.fromkeys(found) if 0 < len(text) <= LONGEST_INPUT]


def trees(places: list[str], prefixes: tuple[str, ...]) -> list[bytes]:
    """The trees of the fixtures and of the tests' sources, cut into inputs."""
    found: list[bytes] = []
    for machine in sorted((TOP / "Tests/Fixtures/nodes").iterdir()):
        parts = []
        for path in sorted(machine.rglob("*")):
            name = str(path.relative_to(machine))
            if path.is_symlink():
                parts.append(f"{name} -> {path.readlink()}\n".encode())
            elif path.is_file():
                parts.append(f"{name}\n".encode() + path.read_bytes()[:4096])
        parts = [part for part in parts if part.startswith(tuple(prefix.encode() for prefix in prefixes))]
        found += [b"%%\n".join(batch) for batch in batches(parts, MOST_FILES)]
        found += [b"%%\n".join(batch) for batch in batches(parts, 6)]
    for path in files(places):
        if path.suffix != ".swift":
            continue
        parts = []
        for name, many, one in TREE_FILE.findall(path.read_text()):
            if name.startswith(prefixes):
                content = "\n".join(line.strip() for line in many.split("\n")) + "\n" if many else unescaped(one)
                parts.append(f"{name}\n{content}\n".encode("utf-8", "surrogatepass"))
        found += [b"%%\n".join(batch) for batch in batches(parts, 8)] + parts
    return found


def kernel_events() -> list[bytes]:
    """Records as the kernel lays them out."""
    write = struct.pack(
        "<QQQQIIIIii16s128s128s128s", 10**9, 7, 1, 1, 1, 42, 42, 0, 6, 7,
        b"sysctl", b"net/core/somaxconn", b"4096\n", b"65535\n",
    )  # fmt: skip
    name = b"cgroup.procs".ljust(16, b"\0")
    event = struct.pack("<iIII", 1, 0x100, 0, len(name)) + name
    info = bytes(120) + struct.pack("<QQ", 1000, 2000)
    attributes = struct.pack("<HH", 4 + len(info), 2) + info
    diagnosis = struct.pack("<BBBBHH", 2, 1, 0, 0, 0x1F90, 0x901F) + bytes(64)
    message = struct.pack("<IHHII", 16 + 72 + len(attributes), 20, 2, 0, 0) + diagnosis + attributes
    record = struct.pack("<II", len(write), 0) + write
    rings = [bytes([0, len(record) // 8]) + record, bytes([0, 255]) + struct.pack("<II", 1 << 31, 0)]
    http = b"hHTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nok"
    return [b"w" + write * 3, b"i" + event * 2 + struct.pack("<iIII", 1, 2, 0, 0), b"d" + message * 2, http] + [
        b"r" + ring for ring in rings
    ]


def seeds(target: str) -> list[bytes]:
    """The inputs of a target, in the form that it takes them apart."""
    places, _ = FOUND[target]
    found = texts(places)
    match target:
        case "yaml" | "json":
            heads = [b"1\nmaxPods\n110\n", b"2\nnew key\na: b\n", b"7\nnode\n1.5\n"]
            found += [head + text for head, text in zip(itertools.cycle(heads), found)]
            return found if target == "json" else [text for text in found if text.count(b"\n") > 2]
        case "kubelet":
            heads = [b"1.36.0\n", b"1.31.4\n--config=/c --max-pods=90 --feature-gates=A=true\n"]
            heads[0] += b"--config /c --config-dir=/d -v 2\nmaxPods\n110\n"
            heads[1] += b"systemReserved.memory\n100Mi\n"
            main = b"apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n"
            texts_ = [text if b"kind:" in text else main + text for text in found]
            return [head + text for head, text in zip(itertools.cycle(heads), texts_)] + [
                head + main + b"%%\n" + text for head, text in zip(itertools.cycle(heads), texts_)
            ]
        case "command-lines":
            words = [text for text in found if text.startswith(b"-")] + [b"a=$B 'c d' \"e\"", b"1h2m3.5s", b"0-3,8"]
            lines = [b"\n".join(batch) for batch in batches(words, 3)]
            unit = b"[Service]\nEnvironmentFile=-/etc/default/kubelet\nEnvironment=\"A=b c\"\nExecStart=/usr/bin/x $A"
            whole = [b"8\n1.36\n" + unit + b" --x=${A}\n%%\nA='d e'\n", b"2\n3.5\n--name=a\n%%\nETCD_NAME=b"]
            return whole + [f"{number % 10}\n1.34\n".encode() + line for number, line in enumerate(lines + found[:400])]
        case "mountinfo":
            paths = [path for path in files(["Tests/Fixtures"]) if path.name in ("mountinfo", "mounts")]
            heads = [b"M" if path.name == "mounts" else b"" for path in paths]
            captured = [head + path.read_bytes() for head, path in zip(heads, paths)]
            return captured + [text for text in found if b" - " in text]
        case "proc" | "sys":
            return trees(places, (f"{target}/",))
        case "node":
            return trees(places, ("proc/", "sys/", "etc/", "run/", "var/", "lib/", "usr/"))
        case "kernel-events":
            return kernel_events()
    return found


def dictionary(target: str) -> str:
    """The words of a target's sources, as libFuzzer takes them."""
    words = dict.fromkeys(word.encode() for path in files(FOUND[target][1]) for word in literals(path.read_text()))
    words.update(dict.fromkeys(number.encode() for number in NUMBERS))
    short = [word for word in words if 1 < len(word) <= LONGEST_WORD and b"\\(" not in word][-MOST_WORDS:]
    return "".join('"' + "".join(f"\\x{byte:02X}" for byte in word) + '"\n' for word in short)
