#!/usr/bin/env bash
# The two set-up commands in a fresh clone of what is committed, and the program after them.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git clone -q . "$folder/clone"
cd "$folder/clone"

npm install </dev/null
token=$(npx agora-token generate rtc -c demo -u 42 --profile demo --quiet </dev/null)
npx agora-token inspect "$token" --profile demo --quiet </dev/null
[[ -z $(git status --porcelain) ]] || { git status --short; echo "the set-up changed the clone"; exit 1; }

# What is published, in a project that has nothing else.
npm pack --silent --pack-destination "$folder" </dev/null
mkdir "$folder/project"
cd "$folder/project"
npm init -y >/dev/null
npm install --silent "$folder"/agora-token-cli-*.tgz </dev/null
echo "packages installed: $(ls node_modules | wc -l)"
npx agora-token decode "$token" >/dev/null
echo "import { decodeToken } from 'agora-token-cli'; console.log(decodeToken(process.argv[2]).format);" >use.mjs
[[ $(node use.mjs "$token") == 007 ]]
echo "the fresh clone and the packed package work"
