#!/usr/bin/env bash
# A Spark master with two workers on loopback, from the pip package alone: for tests and trials, not for a network.
#   scripts/spark_cluster.sh start FOLDER    prints the master's URL; logs and process ids go to FOLDER
#   scripts/spark_cluster.sh connect FOLDER [--conf KEY=VALUE ...]  starts a Connect server on that master and prints its URL
#   scripts/spark_cluster.sh stop FOLDER
set -euo pipefail
action=${1:?start, connect or stop}
folder=${2:?a folder for logs and process ids}
python=${PYTHON:-python3}
port=${SPARK_PORT:-17077}
connect_port=${SPARK_CONNECT_PORT:-15102}
SPARK_HOME=$("$python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')
export SPARK_HOME SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="$python" SPARK_WORKER_DIR="$folder/work"

run() { # NAME CLASS ARGUMENTS...
    local name=$1
    shift
    nohup "$SPARK_HOME/bin/spark-class" "$@" >"$folder/$name.log" 2>&1 &
    echo $! >"$folder/$name.pid"
}

wait_for() { # NAME TEXT
    for _ in $(seq 600); do
        grep -q "$2" "$folder/$1.log" 2>/dev/null && return
        kill -0 "$(cat "$folder/$1.pid")" 2>/dev/null || break
        sleep 0.5
    done
    echo "$1 did not start; see $folder/$1.log" >&2
    exit 1
}

end() { # PID: what does not end within ten seconds is killed; another process that has got the number is left alone
    grep -qs org.apache.spark "/proc/$1/cmdline" || return 0
    kill "$1" 2>/dev/null || return 0
    for _ in $(seq 50); do
        kill -0 "$1" 2>/dev/null || return 0
        sleep 0.2
    done
    kill -9 "$1" 2>/dev/null || true
}

case $action in
start)
    mkdir -p "$folder"
    run master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
    wait_for master "I have been elected leader"
    for number in 1 2; do
        run "worker$number" org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g --webui-port 0 "spark://127.0.0.1:$port"
    done
    for number in 1 2; do wait_for "worker$number" "Successfully registered"; done
    echo "spark://127.0.0.1:$port"
    ;;
connect)
    run connect org.apache.spark.deploy.SparkSubmit --master "${SPARK_MASTER:-spark://127.0.0.1:$port}" \
        --conf "spark.connect.grpc.binding.port=$connect_port" --conf spark.driver.bindAddress=127.0.0.1 \
        --conf spark.sql.execution.arrow.maxRecordsPerBatch=128 --conf spark.sql.shuffle.partitions=8 \
        "${@:3}" --class org.apache.spark.sql.connect.service.SparkConnectServer spark-internal
    wait_for connect "Spark Connect server started"
    echo "sc://127.0.0.1:$connect_port"
    ;;
stop)
    for file in "$folder"/*.pid; do
        [ -e "$file" ] || continue
        end "$(cat "$file")"
        rm -f "$file"
    done
    ;;
*)
    echo "$action: write start, connect or stop" >&2
    exit 2
    ;;
esac
