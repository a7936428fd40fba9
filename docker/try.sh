#!/usr/bin/env bash
# Builds the image of the Dockerfile, starts it as it is meant to run (read-only root, an ordinary user, no capability, a volume for the data), asks it
# for /health from outside and by its own health check, stops it with SIGTERM, and says how large it is. Needs docker, podman or buildah; with
# buildah, which has no daemon, it must be root, and the container is a chroot in a mount namespace of its own.
# Usage: docker/try.sh [further arguments of the build, such as --secret id=nuget,src=NuGet.Config]; IMAGE, PORT and TOOL in the environment.
set -euo pipefail
cd "$(dirname "$0")/.."
image=${IMAGE:-localhost/chat-akka:try}
port=${PORT:-18080}
work=$(mktemp -d "${TMPDIR:-/tmp}/chat-image.XXXXXX")
process= container=

say() { printf '%s\n' "$*"; }
fail() { say "failed: $*"; [ ! -s "$work/log" ] || tail -n 40 "$work/log"; exit 1; }

for tool in ${TOOL:-docker podman buildah}; do if command -v "$tool" >/dev/null; then break; fi; tool=; done
[ -n "$tool" ] || { say "missing: docker, podman or buildah"; exit 2; }

stop() {
  if [ -n "$process" ]; then kill -KILL "$process" 2>/dev/null || true; wait "$process" 2>/dev/null || true; fi
  if [ "$tool" != buildah ]; then
    [ -z "$container" ] || "$tool" rm -f -v "$container" >/dev/null
  elif [ -n "$container" ]; then
    buildah umount "$container" >/dev/null
    buildah rm "$container" >/dev/null
  fi
  rm -rf "$work"
}
trap stop EXIT

# --- with a container engine ---

engine_start() {
  container=$("$tool" run -d --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v /data -p "127.0.0.1:$port:8080" "$image")
}
engine_user() { "$tool" inspect --format '{{.Config.User}}' "$container"; }
engine_runs() { [ "$("$tool" inspect --format '{{.State.Running}}' "$container")" = true ]; }
engine_check() { "$tool" exec "$container" dotnet /app/Chat.Node.dll health; }
engine_stop() {
  "$tool" stop -t 75 "$container" >/dev/null
  "$tool" logs "$container" >"$work/log" 2>&1
  code=$("$tool" inspect --format '{{.State.ExitCode}}' "$container")
}
engine_size() { "$tool" image inspect --format '{{.Size}}' "$image"; }

# --- with buildah: what an engine does, by hand ---

of_image() { buildah inspect --format "$1" "$container" | sed '/^$/d'; }

inside() { # arguments: a program in the image and its arguments
  mapfile -t variables < <(of_image '{{range .OCIv1.Config.Env}}{{println .}}{{end}}')
  user=$(buildah_user)
  ROOT=$root DATA=$work/data exec unshare --mount --propagation private bash -ec '
    mount --bind "$ROOT" "$ROOT"
    mount -o remount,bind,ro "$ROOT"
    mount --bind "$DATA" "$ROOT/data"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$ROOT/tmp"
    mount -t proc proc "$ROOT/proc"
    mount --bind /dev "$ROOT/dev"
    exec "$@"
  ' - env -i "${variables[@]}" "Chat__Http__Port=$port" \
    unshare --root="$root" --wd="$(of_image '{{.OCIv1.Config.WorkingDir}}')" --setgid="${user##*:}" --setuid="${user%%:*}" "$@"
}

buildah_start() {
  container=$(buildah from --pull-never "$image")
  root=$(buildah mount "$container")
  mkdir "$work/data"
  chown "$(buildah_user)" "$work/data"
  mapfile -t command < <(of_image '{{range .OCIv1.Config.Entrypoint}}{{println .}}{{end}}')
  inside "${command[@]}" >"$work/log" 2>&1 &
  process=$!
}
buildah_user() { of_image '{{.OCIv1.Config.User}}'; }
buildah_runs() { kill -0 "$process" 2>/dev/null; }
buildah_check() { (inside dotnet /app/Chat.Node.dll health); }
buildah_stop() {
  kill -TERM "$process"
  code=0
  wait "$process" || code=$?
  process=
}
buildah_size() { du -s --block-size=1 "$root" | cut -f 1; }

kind=engine; [ "$tool" != buildah ] || kind=buildah

say "building with $tool"
build=("$tool" build)
if [ "$tool" = buildah ]; then
  # Isolation by chroot needs no runtime; the health check is not part of OCI's format; older versions do not say what they build for.
  case $(uname -m) in aarch64) architecture=arm64 ;; *) architecture=amd64 ;; esac
  build=(buildah bud --isolation chroot --format docker --layers --build-arg TARGETARCH=$architecture)
fi
"${build[@]}" --build-arg REVISION="$(git rev-parse --short HEAD 2>/dev/null || echo unknown)" -t "$image" "$@" .

say "starting"
${kind}_start
case $(${kind}_user) in ''|0|0:*|root|root:*) fail "the image runs as root" ;; esac
code=
for _ in $(seq 240); do
  code=$(curl -s -o /dev/null -w '%{http_code}' --max-time 2 "http://127.0.0.1:$port/health" || true)
  if [ "$code" = 200 ] || ! ${kind}_runs; then break; fi
  sleep 0.25
done
[ "$code" = 200 ] || fail "/health answers '$code'"
say "/health answers 200"
${kind}_check || fail "its own health check is not content"
say "its own health check is content, as user $(${kind}_user)"
${kind}_stop
[ "$code" = 0 ] || fail "SIGTERM ended it with $code"
say "SIGTERM ended it with 0"
say "size: $(( $(${kind}_size) / 1000000 )) MB"
