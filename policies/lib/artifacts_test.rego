package modelgate.lib.artifacts_test

import data.modelgate.lib.artifacts

test_name_prefers_the_path if {
	artifacts.name({"path": "m/model.bin", "uri": "s3://m/model.bin"}) == "m/model.bin"
	artifacts.name({"path": "", "uri": "s3://m/model.bin"}) == "s3://m/model.bin"
}

test_mutable_says_why if {
	artifacts.mutable("oci://r/m:1") == "an image is fixed by @sha256: and 64 hexadecimal digits"
	artifacts.mutable("hf://acme/m") == "a repository is fixed by a revision of 40 hexadecimal digits"
	artifacts.mutable("kit://r/m:1") == "an image is fixed by @sha256: and 64 hexadecimal digits"
	artifacts.mutable("models:/churn@champion") == "a model of the MLflow registry is fixed by its version number, models:/NAME/3"
	artifacts.mutable("models:/churn/Production") == "a model of the MLflow registry is fixed by its version number, models:/NAME/3"
	artifacts.mutable("pvc://claim/churn") == "a volume can be written again: no part of the path is a digest"
	artifacts.mutable("s3://b/MAIN/m") == `"MAIN" can refer to another version later`
	artifacts.mutable("gs://b/m@latest") == `"m@latest" can refer to another version later`
}

test_mutable_is_silent_on_what_cannot_be_told if {
	not artifacts.mutable("s3://b/1.0/m")
	not artifacts.mutable("s3://main")
	not artifacts.mutable("models:/churn/3")
	not artifacts.mutable("models:/m-0123456789abcdef0123456789abcdef")
	not artifacts.mutable("runs:/0123abcd/model")
	not artifacts.mutable("pvc://claim/4cac19622fc3ada9c0fdeadb33f88f367b541f38b89102a3f1261ac81fd5bcb5/model")
	not artifacts.mutable("https://example.com/m?ref=main")
	not artifacts.mutable("")
}
