#!/bin/sh
# Compiles spectral.c with Debian's clang and lld and writes the bytes where the package reads them.
# Run: sh packages/dsp/kernels/build.sh (tried with clang 14)
set -e
cd "$(dirname "$0")"
out=../src/kernel/spectral-kernel-bytes.ts
wasm=$(mktemp)
clang --target=wasm32 -O3 -msimd128 -ffp-contract=off -nostdlib -fno-builtin \
	-Wl,--no-entry -Wl,--strip-all -Wl,-z,stack-size=4096 -o "$wasm" spectral.c
mkdir -p ../src/kernel
{
	echo '/** spectral.c compiled to SIMD WebAssembly, base64. Made by `sh packages/dsp/kernels/build.sh`. */'
	echo 'export const spectralKernelBytes ='
	printf '\t"%s";\n' "$(base64 -w 0 "$wasm")"
} > "$out"
wc -c "$wasm"
rm "$wasm"
