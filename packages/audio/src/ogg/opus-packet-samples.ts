/**
 * How many samples per channel an Opus packet decodes to at 48 kHz, 0 if it is not a valid packet.
 *
 * @param streamCount - Streams in the packet; those but the last are delimited by themselves and only the first
 * is checked then.
 * @see RFC 6716, sections 3.1, 3.2 and 3.4 (the requirements R1 to R7)
 */
export function opusPacketSamples(packet: Uint8Array, streamCount = 1): number {
	const toc = packet[0];
	if (toc === undefined) return 0;
	const samples = frameSamples(toc >> 3);
	const code = toc & 3;
	const frames = code === 0 ? 1 : code < 3 ? 2 : (packet[1] ?? 0) & 63;
	if (frames === 0 || frames * samples > 5760) return 0;
	if (streamCount > 1) return frames * samples;
	return framesFit(packet, code, frames) ? frames * samples : 0;
}

/** Samples of one frame by configuration: 10, 20, 40, 60 ms (SILK), 10, 20 (hybrid), 2.5, 5, 10, 20 (CELT). */
function frameSamples(configuration: number): number {
	if (configuration < 12) return [480, 960, 1920, 2880][configuration & 3] as number;
	if (configuration < 16) return [480, 960][configuration & 1] as number;
	return 120 << (configuration & 3);
}

const longestFrame = 1275;

function framesFit(packet: Uint8Array, code: number, frames: number): boolean {
	const body = packet.length - 1;
	if (code === 0) return body <= longestFrame;
	if (code === 1) return body % 2 === 0 && body / 2 <= longestFrame;
	let offset = code === 2 ? 1 : 2;
	const length = (): number => {
		const first = packet[offset++] ?? 0;
		return first < 252 ? first : first + 4 * (packet[offset++] ?? 0);
	};
	if (code === 2) {
		const first = length();
		const second = packet.length - offset - first;
		return second >= 0 && second <= longestFrame;
	}
	const flags = packet[1] ?? 0;
	let padding = 0;
	if ((flags & 0x40) !== 0) {
		let value: number;
		do {
			value = packet[offset++] ?? 0;
			padding += value === 255 ? 254 : value;
		} while (value === 255 && offset < packet.length);
	}
	if ((flags & 0x80) === 0) {
		const rest = packet.length - offset - padding;
		return rest >= 0 && rest % frames === 0 && rest / frames <= longestFrame;
	}
	let used = 0;
	for (let i = 0; i < frames - 1; i++) used += length();
	const last = packet.length - offset - padding - used;
	return last >= 0 && last <= longestFrame;
}
