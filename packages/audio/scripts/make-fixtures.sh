#!/bin/sh
# Makes the audio fixtures beside this folder. Needs espeak-ng, sox, ffmpeg, flac, lame, oggenc and opusenc.
# The speech is synthetic (espeak-ng, a formant synthesiser, no recorded voice); nothing here is anybody's voice.
set -eu
cd "$(dirname "$0")/../fixtures"
rm -f ./*fixture*
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

espeak-ng -v en-gb -s 165 -p 45 -w "$work/raw.wav" "Dogs are sitting by the door."
espeak-ng -v en-gb+f3 -s 185 -p 70 -w "$work/raw-high.wav" "Kids are talking by the door."
# -G guards against clipping; -R makes the dither the same in every run.
sox -R -G "$work/raw.wav" -r 16000 -b 16 -c 1 speech-fixture.wav gain -n -3
sox -R -G "$work/raw-high.wav" -r 16000 -b 16 -c 1 speech-fixture-high.wav gain -n -9
sox -R speech-fixture.wav -b 16 -c 2 -r 44100 "$work/stereo.wav"
sox -R speech-fixture.wav -b 16 -c 1 -r 48000 "$work/48k.wav"

flac --silent --force -8 -o speech-fixture.flac speech-fixture.wav
lame --quiet -b 64 -m m speech-fixture.wav speech-fixture.mp3
lame --quiet -V 5 -m j "$work/stereo.wav" speech-fixture-stereo.mp3
oggenc --quiet -q 3 --serial 1 -o speech-fixture.ogg speech-fixture.wav
opusenc --quiet --bitrate 24 --serial 1 "$work/48k.wav" speech-fixture.opus
sox -R speech-fixture.wav -r 8000 -e a-law speech-fixture-telephone-alaw.wav
sox -R speech-fixture.wav -r 8000 -e mu-law speech-fixture-telephone-mulaw.wav
sox -R speech-fixture.wav -b 24 -c 6 -r 8000 speech-fixture-6-channels.wav trim 0.2 0.4
sox -R "$work/raw.wav" -b 24 -c 2 -r 48000 "$work/24.wav" trim 0.2 0.3
flac --silent --force -8 -o speech-fixture-24-bit.flac "$work/24.wav"
ffmpeg -v error -y -i speech-fixture.wav -c:a aac -b:a 48k -fflags +bitexact -flags:a +bitexact speech-fixture.m4a
ffmpeg -v error -y -i speech-fixture.wav -c:a libopus -b:a 24k -fflags +bitexact -flags:a +bitexact speech-fixture.webm

# A sine of 1000 Hz with an amplitude of 0.5, half a second.
sox -R -n -r 48000 -b 16 -c 1 "$work/tone.wav" synth 0.5 sine 1000 vol 0.5
flac --silent --force -8 -o tone-fixture.flac "$work/tone.wav"
lame --quiet -b 128 -m m "$work/tone.wav" tone-fixture.mp3
oggenc --quiet -q 6 --serial 1 -o tone-fixture.ogg "$work/tone.wav"
opusenc --quiet --bitrate 96 --serial 1 "$work/tone.wav" tone-fixture.opus
flac --silent --force --ogg --serial-number=1 -o tone-fixture.oga "$work/tone.wav"
ls -l
