# Sourced by the scripts beside it: goes to the project's folder and installs through npm what is
# missing, Node 26 among it, then puts that Node first on the PATH.
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 66
command -v npm >/dev/null || { echo "npm is missing: install Node.js 20 or newer with npm" >&2; exit 69; }
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  echo "installing dependencies (once)…" >&2
  npm_config_update_notifier=false npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || exit 75
fi
PATH="$PWD/node_modules/.bin:$PATH"
