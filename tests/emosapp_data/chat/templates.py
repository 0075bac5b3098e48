"""Chat templates of several shapes for SmolLM2's tokenizer, some of which carry marks for what is learned."""

PLAIN_HEADERS = """\
{%- for message in messages -%}
<|{{ message.role }}|>{{ "\\n" ~ message.content ~ eos_token ~ "\\n" }}
{%- endfor -%}
{%- if add_generation_prompt -%}<|assistant|>{{ "\\n" }}{%- endif -%}
"""
"""As Zephyr's: headers that are ordinary text, and messages as they are."""

INSTRUCTIONS = """\
{%- set told = messages[0].content ~ "\\n\\n" if messages[0].role == "system" else "" -%}
{%- set talk = messages[1:] if told else messages -%}
{{- "<|endoftext|>" -}}
{%- for message in talk -%}
  {%- if (message.role == "user") != (loop.index0 % 2 == 0) -%}
    {{- raise_exception("user and assistant must take turns, the user first") -}}
  {%- endif -%}
  {%- if message.role == "user" -%}
    {{- "[INST] " ~ (told if loop.first else "") ~ message.content|trim ~ " [/INST]" -}}
  {%- else -%}
    {%- generation -%}{{- " " ~ message.content|trim ~ eos_token -}}{%- endgeneration -%}
  {%- endif -%}
{%- endfor -%}
"""
"""As Mistral's: the system message stands in the first question, and a blank joins answers to their header."""

MARKED_CHATML = """\
{%- for message in messages -%}
  {{- "<|im_start|>" ~ message.role ~ "\\n" -}}
  {%- if message.role == "assistant" -%}
    {%- generation -%}{{- message.content ~ "<|im_end|>" -}}{%- endgeneration -%}
  {%- else -%}
    {{- message.content ~ "<|im_end|>" -}}
  {%- endif -%}
  {{- "\\n" -}}
{%- endfor -%}
{%- if add_generation_prompt -%}{{- "<|im_start|>assistant\\n" -}}{%- endif -%}
"""
"""ChatML with marks, and without a system message of its own."""

NO_SYSTEM = """\
{%- for message in messages -%}
  {%- if message.role == "system" -%}{{- raise_exception("System role not supported") -}}{%- endif -%}
  {{- "<|im_start|>" ~ message.role ~ "\\n" ~ message.content|trim ~ "<|im_end|>\\n" -}}
{%- endfor -%}
"""
"""As Gemma's: no system messages."""
