#!/bin/sh
# Makes the certificates beside this file. They protect nothing: the keys are public, and only the tests trust the authority.
# Run it in this folder with OpenSSL 3; then `ca.pem` signs good, expired and wrong-name, and self-signed signs itself.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/index"
cat > "$work/config" <<CONFIG
[ca]
default_ca = tests
[tests]
database = $work/index
new_certs_dir = $work
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
organizationName = optional
CONFIG

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
  -keyout "$work/ca.key" -out ca.pem -subj '/O=Octavo tests/CN=Octavo test authority' \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null

# leaf NAME COMMON-NAME ALT-NAMES NOT-BEFORE NOT-AFTER
leaf() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout "$1.key.pem" -out "$work/$1.csr" \
    -subj "/CN=$2" -addext "subjectAltName=$3" 2>/dev/null
  openssl ca -batch -notext -config "$work/config" -cert ca.pem -keyfile "$work/ca.key" \
    -in "$work/$1.csr" -out "$1.pem" -startdate "$4" -enddate "$5" 2>/dev/null
}
local='DNS:localhost,IP:127.0.0.1,IP:::1'
leaf good localhost "$local" 20260101000000Z 21260101000000Z
leaf expired localhost "$local" 20200101000000Z 20210101000000Z
leaf early localhost "$local" 21250101000000Z 21260101000000Z
leaf wrong-name other.test 'DNS:other.test,DNS:*.other.test' 20260101000000Z 21260101000000Z
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 \
  -keyout self-signed.key.pem -out self-signed.pem -subj '/CN=localhost' -addext "subjectAltName=$local" 2>/dev/null
