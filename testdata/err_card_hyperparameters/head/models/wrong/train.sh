#!/bin/sh
python run.py --num_train_epochs 3 --seed 42
