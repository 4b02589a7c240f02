package checks.b

violation contains {"msg": "no replicas"} if input.replicas == 0

violation contains {"msg": "no replicas", "details": 2} if input.replicas == 0
