"""The official interop cases with a grpcio client.

    python3 client.py --server_host H --server_port N [--use_tls true --ca_file FILE] --test_case NAME[,NAME...] | all

One line per case: "passed NAME", "partly NAME: reason" or "FAILED NAME: reason"; exit code 0 if none failed.
"""

import argparse
import os
import sys

import grpc

from cases import CASES, Stub


def switch(text):
    return text.lower() == "true"


def connect(options):
    address = f"{options.server_host}:{options.server_port}"
    settings = [("grpc.enable_http_proxy", 0)]
    if not options.use_tls:
        return grpc.insecure_channel(address, settings)
    if options.server_host_override:
        settings.append(("grpc.ssl_target_name_override", options.server_host_override))
    roots = None
    if options.ca_file:
        with open(options.ca_file, "rb") as file:
            roots = file.read()
    return grpc.secure_channel(address, grpc.ssl_channel_credentials(roots), settings)


def run(name, channel):
    """True if it passed."""
    try:
        missing = CASES[name](Stub(channel), channel)
    except Exception as error:  # Whatever it is, this case failed and the next one runs.
        explanation = " ".join(str(error).split())[:300]
        print(f"FAILED {name}: {type(error).__name__} {explanation}")
        return False
    print(f"partly {name}: {missing}" if missing else f"passed {name}")
    return True


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server_host", default="localhost")
    parser.add_argument("--server_port", type=int, required=True)
    parser.add_argument("--server_host_override", default="")
    parser.add_argument("--use_tls", type=switch, nargs="?", const=True, default=False)
    parser.add_argument("--ca_file", default="")
    parser.add_argument("--test_case", default="all")
    options = parser.parse_args()

    names = list(CASES) if options.test_case == "all" else options.test_case.split(",")
    unknown = [name for name in names if name not in CASES]
    if unknown:
        parser.error(f"unknown case {', '.join(unknown)}; known: {', '.join(CASES)}")
    channel = connect(options)
    passed = [run(name, channel) for name in names]
    sys.stdout.flush()
    # C-core may keep threads of cancelled calls; they must not hold the process.
    os._exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main()
