# METADATA
# title: Stages
# description: The order of the stages. Each requires more than the one before.
package modelgate.lib.stages

_order := {"draft": 0, "review": 1, "production": 2}

# reached reports whether the model is at a stage or beyond it.
reached(stage) if _order[input.stage] >= _order[stage]
