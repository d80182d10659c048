"""Trains with Python's xgboost what python-parity.test.ts trains; reads and writes in the folder given as argument."""

import json
import sys
from pathlib import Path

import numpy as np
import xgboost as xgb

folder = Path(sys.argv[1])


def matrix(name, spec):
    values = np.fromfile(folder / f"{name}.values", dtype=np.float32).reshape(spec["rows"], spec["columns"])
    vectors = {
        field: np.fromfile(folder / f"{name}.{field}", dtype=np.float32)
        for field in ("label", "weight")
        if (folder / f"{name}.{field}").exists()
    }
    categorical = "c" in (spec["types"] or [])
    return xgb.DMatrix(
        values, feature_names=spec["names"], feature_types=spec["types"], enable_categorical=categorical, **vectors
    )


for case in json.loads((folder / "cases.json").read_text()):
    data = matrix(case["train"], case["matrices"][case["train"]])
    holdout = matrix(case["holdout"], case["matrices"][case["holdout"]])
    history = {}
    callbacks = []
    if case["stop"] is not None:
        callbacks.append(xgb.callback.EarlyStopping(case["stop"], save_best=True))
    booster = xgb.train(
        {**case["parameters"], "verbosity": 0},
        data,
        case["rounds"],
        evals=[(holdout, "holdout")],
        evals_result=history,
        callbacks=callbacks,
        verbose_eval=False,
    )
    name = case["name"]
    best = None
    # Python notes its last round in every model.
    booster.set_attr(best_iteration=None, best_ntree_limit=None)
    if case["stop"] is not None:
        losses = history["holdout"]["logloss"]
        best = int(np.argmin(losses))
        booster.set_attr(best_iteration=str(best), best_score=str(losses[best]))
    (folder / f"{name}.ubj").write_bytes(booster.save_raw("ubj"))
    (folder / f"{name}.json").write_bytes(booster.save_raw("json"))
    booster.predict(holdout).astype(np.float32).tofile(folder / f"{name}.predict")
    booster.predict(holdout, output_margin=True).astype(np.float32).tofile(folder / f"{name}.margin")
    booster.predict(holdout, pred_contribs=True).astype(np.float32).tofile(folder / f"{name}.contributions")
    kinds = ["weight"] if case["parameters"].get("booster") == "gblinear" else ["weight", "gain", "total_cover"]
    importance = {kind: booster.get_score(importance_type=kind) for kind in kinds}
    facts = {"history": history, "best": best, "importance": importance}
    (folder / f"{name}.facts").write_text(json.dumps(facts))
