# What scripts/run and scripts/test need from the machine. Sourced, not run; the caller stands in the checkout.

# Runs a command as root.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "This needs root: $*. Run it as root, or install sudo." >&2
    return 1
  fi
}

has_node() {
  local version
  command -v npm >/dev/null || return 1
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge 18 ]
}

# The packages of the given kinds that aren't installed.
missing_packages() {
  local kind name
  while read -r kind name; do
    case " $* " in *" $kind "*) ;; *) continue ;; esac
    if [ "$kind" = node ] && has_node; then continue; fi
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" != installed ]; then echo "$name"; fi
  done < <(grep -v '^#' scripts/packages.txt)
}

# Installs what is missing of the given kinds, as in `install_packages build node`.
install_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  if [ "${#missing[@]}" -eq 0 ]; then return; fi
  if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get. Install what these Debian packages hold: ${missing[*]}" >&2
    return 1
  fi
  echo "Installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >/dev/null
}

# Configures and builds a preset: `build_preset dev`, or some of its targets: `build_preset tsan net_test`.
build_preset() {
  local preset=$1 log="build/$1.log"
  shift
  mkdir -p build
  if ! cmake --preset "$preset" >"$log" 2>&1; then
    cat "$log" >&2
    return 1
  fi
  cmake --build --preset "$preset" ${1:+--target "$@"}
}

# The Python of the end-to-end tests in build/venv, as the lock file says. It is Debian's own, whatever else is
# installed: the lock file is made for it.
python_environment() {
  local lock=tests/e2e/requirements.lock
  if cmp -s "$lock" build/venv/requirements.lock; then return; fi
  rm -rf build/venv
  /usr/bin/python3 -m venv build/venv
  build/venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
  cp "$lock" build/venv/requirements.lock
}

# What npm brings to a folder's node_modules, as its lock file says: `node_packages web`.
node_packages() {
  if [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; then return; fi
  (cd "$1" && npm ci)
}

web_packages() { node_packages web; }
