#!/bin/sh
# Brings a machine to what an environment repository has for it. Run it from a timer of
# systemd, as root, in a clone of the repository:
#
#   host-agent.sh ENVIRONMENT FETCH
#
# FETCH is the command that downloads URI to FILE, such as `aws s3 cp`. Files are checked
# before a service sees them, and again by the service before every start.
set -eu
environment=$1
fetch=$2
root=${ROOT:-} # for a trial in another directory

git pull --quiet --ff-only
modelgate verify --env "$environment"

for dir in "environments/$environment/models"/*/; do
	name=$(basename "$dir")
	[ -e "$dir/hostmodel.yaml" ] || continue
	while read -r uri path; do
		[ -e "$root$path" ] && continue
		mkdir -p "$(dirname "$root$path")"
		$fetch "$uri" "$root$path.part"
		mv "$root$path.part" "$root$path"
	done <"$dir/$name.fetch"
	sed "s|  /|  $root/|" "$dir/$name.sha256" | sha256sum --check --strict --quiet

	changed=
	for unit in "$dir/$name.service" "$dir/$name.container" "$dir/$name.sha256"; do
		[ -e "$unit" ] || continue
		case $unit in
		*.service) to=/etc/systemd/system ;;
		*.container) to=/etc/containers/systemd ;;
		*) to=/etc/modelgate ;;
		esac
		cmp -s "$unit" "$root$to/$(basename "$unit")" && continue
		install -D -m 0644 "$unit" "$root$to/$(basename "$unit")"
		changed=yes
	done
	[ -n "$changed" ] || continue
	systemctl daemon-reload
	systemctl restart "$name.service"
done
