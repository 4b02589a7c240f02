package modelgate.custom.governance.typo_test

test_fires if {
