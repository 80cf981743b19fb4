import type { AudioPieces } from "./audio-pieces.ts";
import { notFinite, zeroWhatIsNoNumber } from "./zero-what-is-no-number.ts";

/** Samples that are NaN or infinite become 0, and are counted; a file without a single number is refused. */
export function finitePieces(opened: AudioPieces, name: string): AudioPieces {
	return {
		...opened,
		pieces: async function* () {
			let wrong = 0;
			let all = 0;
			const source = opened.pieces();
			try {
				let next = await source.next();
				for (; next.done !== true; next = await source.next()) {
					for (const channel of next.value) {
						all += channel.length;
						wrong += zeroWhatIsNoNumber(channel);
					}
					yield next.value;
				}
				return [...next.value, ...notFinite(name, wrong, all)];
			} finally {
				await source.return([]);
			}
		},
	};
}
