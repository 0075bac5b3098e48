"""ANDROID.md of a bundle: how to run it on a phone.

What it says of ExecuTorch was read in its repository and documentation: `docs/source/llm/run-on-android.md`,
`LlmModule.kt`, `examples/models/llama/main.cpp`, `tools/cmake/preset/android.cmake`, and the pull requests 15509 (the
runner's flags), 19052 (prompts longer than a call) and 19229 (errors become exceptions); and of its demo app in
`llm/android/LlamaDemo` of meta-pytorch/executorch-examples. What it says of prompts longer than a call, and of a context
that is full, was seen with the runner of ExecuTorch 1.4.1's wheel.
"""

import shlex

from export.bundle.manifest import Manifest
from export.bundle.prompt import HOLE
from export.bundle.rendering import render

QUESTION = "I have been feeling low for weeks. What can I do?"
ANSWER = 200
"""Tokens of the answer in the example, where the context has room for them."""


def android(manifest: Manifest) -> str:
    """The text of ANDROID.md."""
    prompt = manifest.prompt
    user = prompt.user.split(HOLE) if prompt else None
    assistant = prompt.assistant.split(HOLE) if prompt else None
    return render(
        "android.md.jinja",
        manifest=manifest,
        prompt=prompt,
        begun=prompt.begun(manifest.system) if prompt else "",
        user=user,
        assistant=assistant,
        typed=shlex.quote(prompt.written(manifest.system, QUESTION) if prompt else QUESTION),
        shown=prompt.written(manifest.system, "WHAT THE USER SAYS") if prompt else "",
        llama=bool(prompt and "<|start_header_id|>" in prompt.user),
        chatml=bool(prompt and prompt.user.startswith("<|im_start|>user\n")),
        version=manifest.executorch.partition("+")[0],
        answer=min(ANSWER, manifest.context // 2),
    )
