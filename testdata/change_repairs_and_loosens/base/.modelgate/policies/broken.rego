package modelgate.custom.governance.broken

deny contains
