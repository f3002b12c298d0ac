"""The programs of docs/fleets.md in a cluster of two workers, beside one process on the same messages.

fleet.py FOLDER DOCS: FOLDER has the program `rulelens`. The last line is the sum, "N passed, N failed".
"""

import hashlib
import json
import random
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from pyspark import SparkConf, SparkContext

MESSAGES = 200_000
PARTITIONS = 8

RULE = {
    "sql": "SELECT temperature, humidity, door FROM 'fleet/+/+/climate' WHERE isUndefined(test) OR test <> true",
    "awsIotSqlVersion": "2016-03-23",
    "actions": [
        {
            "timestream": {
                "roleArn": "arn:aws:iam::123456789012:role/fleet",
                "databaseName": "fleet",
                "tableName": "${topic(2)}",
                "dimensions": [{"name": "device", "value": "${topic(3)}"}],
                "timestamp": {"value": "${ts}", "unit": "MILLISECONDS"},
            }
        }
    ],
}


def messages():
    """A fleet of three halls: whole and decimal numbers, redeliveries, tests, other topics, and what is too old."""
    chance = random.Random(17)
    now = 1_767_225_600_000
    recent = []
    for number in range(MESSAGES):
        now += chance.randrange(1, 40)
        if recent and chance.random() < 0.02:
            # Delivered once more, some messages later.
            yield json.dumps({**chance.choice(recent), "timestamp": now})
            continue
        payload = {"ts": now - chance.randrange(50)}
        if chance.random() < 0.01:
            payload["ts"] -= 30 * 3_600_000
        # Each hall may see another type first.
        payload["temperature"] = chance.choice([chance.randrange(15, 30), round(chance.uniform(15, 30), 1) + 0.05])
        if chance.random() < 0.7:
            payload["humidity"] = round(chance.uniform(20, 80), 2) + 0.001
        if chance.random() < 0.2:
            payload["door"] = chance.choice([True, False, "stuck"])
        if chance.random() < 0.03:
            payload["test"] = True
        kind = "status" if chance.random() < 0.02 else "climate"
        topic = f"fleet/hall-{chance.randrange(3)}/sensor-{chance.randrange(50)}/{kind}"
        message = {"topic": topic, "timestamp": now, "payload": payload}
        recent = [*recent[-200:], message]
        yield json.dumps(message)


def facts(line, judged):
    """What came of a message, as a fingerprint; with what the tables make of its records, or without."""
    found = json.loads(line)
    if "summary" in found:
        return []
    records = [
        [
            [record[key] for key in ("MeasureName", "MeasureValue", "MeasureValueType", "Time", "Dimensions")],
            judged
            and [
                record["verdict"]["outcome"],
                record["verdict"].get("store"),
                [reason["code"] for reason in record["verdict"]["reasons"]],
            ],
        ]
        for delivery in found["deliveries"]
        for record in delivery["content"].get("records", [])
    ]
    # A message of which tables reject something stops at the actions.
    stop = found.get("stoppedAt")
    what = [found["outcome"], stop if judged or stop != "actions" else None, found.get("outgoingPayload"), records]
    return [hashlib.sha256(json.dumps(what).encode()).hexdigest()]


def counted(lines, judged):
    return Counter(lines.flatMap(lambda line: facts(line, judged)).countByValue())


def main(folder, docs):
    rule = folder / "rule.json"
    rule.write_text(json.dumps(RULE))
    archive = folder / "archive.jsonl"
    archive.write_text("\n".join(messages()) + "\n")
    one = folder / "one.jsonl"
    with one.open("w") as out:
        command = [folder / "rulelens", "replay", "--envelope", "--rule", rule, "--messages", archive]
        status = subprocess.run(command, stdout=out, check=False).returncode
    assert status == 1, f"one process ended with {status}"

    def of_one(judged):
        with one.open() as written:
            return Counter(fact for line in written for fact in facts(line, judged))

    conf = SparkConf().setMaster("local-cluster[2,1,1024]").setAppName("fleet").set("spark.ui.enabled", "false")
    conf.set("spark.ui.showConsoleProgress", "false")
    context = SparkContext(conf=conf)
    context.setLogLevel("ERROR")
    program = {}
    exec("\n".join(re.findall(r"```python\n(.*?)```", docs.read_text(), re.DOTALL)), program)
    program["bring"](context, folder)
    lines = context.textFile(str(archive), PARTITIONS)

    results = []

    def check(what, is_so):
        print(f"{'ok  ' if is_so else 'FAIL'} {what}", flush=True)
        results.append(is_so)

    alone, judged = of_one(False), of_one(True)
    check("one process has a fact for each message", alone.total() == MESSAGES)
    as_it_is = program["replay"](lines).cache()
    check("messages and records are exact in each partition", counted(as_it_is, False) == alone)
    check("types and duplicates are not exact in each partition", counted(as_it_is, True) != judged)
    by_table = program["replay"](program["by"](program["table"], lines, PARTITIONS)).cache()
    check("by table everything is exact", counted(by_table, True) == judged)

    hall = lines.filter(lambda line: json.loads(line)["topic"].split("/")[1] == "hall-1").cache()
    of_hall = Counter(by_table.filter(lambda line: "hall-1" in line).flatMap(lambda line: facts(line, True)).countByValue())
    by_series = program["replay_by_series"](hall, PARTITIONS).filter(lambda line: "hall-1" in line)
    check("by series, with the first types, a table is exact", of_hall.total() > 0 and counted(by_series, True) == of_hall)
    without = program["replay"](program["by"](program["series"], hall, PARTITIONS)).filter(lambda line: "hall-1" in line)
    check("by series, without them, it is not", counted(without, True) != of_hall)
    failed = False
    context.setLogLevel("OFF")
    try:
        program["replay"](lines, "--no-such-option").count()
    except Exception:
        failed = True
    check("a program that cannot do its work fails the job", failed)
    context.stop()
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2])))
