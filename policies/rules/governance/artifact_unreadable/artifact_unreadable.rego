# METADATA
# title: Unreadable artifact
# description: The weights must be readable as their format. What a pickle loads before it breaks has run by then, and nothing is known of what a broken or oversized file does.
# custom:
#   severity: {draft: warning, review: warning, production: error}
#   remediation: Replace the file with a newly saved one, uncompressed or compressed with gzip, bzip2 or zlib. If it must be large, keep it in Git LFS or DVC.
#   sources:
#     - "CPython, Lib/pickletools.py (instructions of pickles)"
#     - "huggingface/safetensors README.md, Format"
#     - "ggml-org/ggml docs/gguf.md"
#     - "ReversingLabs, broken pickles on Hugging Face (nullifAI), https://www.reversinglabs.com/blog/rl-identifies-malware-ml-model-hosted-on-hugging-face"
#   controls: [cwe/CWE-502]
#   example: |
#     # a pickle ends with its STOP instruction; the tensors of a safetensors file fill it without gaps
package modelgate.rules.governance.artifact_unreadable

import data.modelgate.lib.artifacts
import data.modelgate.lib.identity

applies if count(input.head.artifacts) > 0

deny contains {"at": artifact.at, "key": identity.artifact(artifact), "message": sprintf("artifact %q could not be read: %s", [artifacts.name(artifact), artifact.contents.problem])} if {
	some artifact in input.head.artifacts
	artifact.contents.state == "unreadable"
}
