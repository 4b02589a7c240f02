package main.helpers

deployment if input.kind == "Deployment"
