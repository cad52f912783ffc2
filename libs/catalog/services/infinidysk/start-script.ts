/**
 * Runs the frontend and the backend of InfiniDysk as one service: when one ends, so does the other. The frontend comes
 * first, so that it can show how far the database's migration is, and the backend may ask for another one (86) after a
 * restored backup. It knows everything from its environment and from where it is started.
 */
export const startScript = `#!/bin/sh
# Written by Showrunner before each start: changes are lost.
root=$PWD
backend=
frontend=

stop() {
    trap : TERM INT
    kill $backend $frontend 2>/dev/null
    count=0
    while kill -0 "$backend" 2>/dev/null || kill -0 "$frontend" 2>/dev/null; do
        sleep 0.2 &
        wait $!
        # What was started only just before may not have heard it.
        count=$((count + 1))
        [ "$count" -eq 10 ] && kill $backend $frontend 2>/dev/null
    done
}
trap 'stop; exit 0' TERM INT

# The backend finds its runtime where dotnet is, wherever that leads.
if [ -z "$DOTNET_ROOT" ] && dotnet=$(command -v dotnet); then
    DOTNET_ROOT=$(dirname "$(readlink -f "$dotnet")")
    export DOTNET_ROOT
fi
NZBDAV_VERSION=$(cat version.txt 2>/dev/null)
export NZBDAV_VERSION

cd "$root/frontend" || exit 1
node dist-node/server.js &
frontend=$!

while :; do
    cd "$root/app" || exit 1
    ./NzbWebDAV --db-migration &
    backend=$!
    wait "$backend"
    code=$?
    if [ "$code" -ne 0 ]; then
        echo "The migration of the database ended with $code."
        stop
        exit "$code"
    fi
    ./NzbWebDAV &
    backend=$!
    while kill -0 "$backend" 2>/dev/null && kill -0 "$frontend" 2>/dev/null; do
        sleep 1 &
        wait $!
    done
    if kill -0 "$backend" 2>/dev/null; then
        wait "$frontend"
        code=$?
        echo "The frontend ended with $code."
        stop
        exit 1
    fi
    wait "$backend"
    code=$?
    [ "$code" -eq 86 ] && continue
    echo "The backend ended with $code."
    stop
    exit "$code"
done
`;
