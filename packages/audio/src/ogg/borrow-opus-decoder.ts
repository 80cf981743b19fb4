import { type OpusDecodedAudio, OpusDecoder } from "opus-decoder";

/** Opus is decoded at 48 kHz, whatever rate the encoder was fed with. */
export const opusSampleRate = 48_000;

/** What the header of a stream says of its channels, in the words of the package `opus-decoder`. */
interface OpusSettings {
	readonly channels: number;
	readonly streamCount: number;
	readonly coupledStreamCount: number;
	readonly channelMappingTable: number[];
	readonly preSkip: number;
}

/**
 * What the package keeps to itself of a decoder: the codec's state, and how one is made anew in the memory that is
 * there. Without it every stream needs a WebAssembly instance of its own, whose memory costs the garbage collector
 * three times what decoding two seconds of speech does.
 */
interface Internals {
	_decoder: number;
	readonly _common: {
		readonly wasm: {
			opus_frame_decoder_create(
				sampleRate: number,
				channels: number,
				streamCount: number,
				coupledStreamCount: number,
				mapping: number,
				preSkip: number,
				forceStereo: number,
			): number;
			opus_frame_decoder_destroy(decoder: number): void;
			free(pointer: number): void;
		};
		allocateTypedArray(
			length: number,
			type: Uint8ArrayConstructor,
		): { readonly ptr: number; readonly buf: Uint8Array };
	};
}

interface Rested {
	readonly decoder: OpusDecoder<typeof opusSampleRate>;
	/** Where in its memory the channel mapping stands. */
	readonly mapping: number;
	/** How many streams it has decoded. */
	readonly uses: number;
}

/** Decoders between two streams, by their settings; the one used last stands last. */
const resting = new Map<string, Rested>();
const mostResting = 4;
/** Every state leaves some kilobytes of a decoder's memory behind, which holds 16 MB and does not grow. */
const mostUses = 32;

/** A decoder that has heard nothing before, for one stream. */
interface Borrowed {
	/** Decodes the next packets of the stream. */
	decode(packets: Uint8Array[]): OpusDecodedAudio<typeof opusSampleRate>;
	giveBack(): void;
}

/**
 * Lends a decoder for one stream.
 *
 * @throws {Error} What the package says of settings that it refuses.
 */
export async function borrowOpusDecoder(settings: OpusSettings): Promise<Borrowed> {
	const key = JSON.stringify(settings);
	const rested = resting.get(key);
	// Nobody else may use it meanwhile.
	resting.delete(key);
	const decoder = rested?.decoder ?? new OpusDecoder({ ...settings, sampleRate: opusSampleRate });
	await decoder.ready;
	const mapping = rested === undefined ? placeMapping(decoder, settings) : rested.mapping;
	const uses = (rested?.uses ?? 0) + 1;
	return {
		decode: (packets) => decoder.decodeFrames(packets),
		giveBack: () => {
			if (uses === mostUses) {
				decoder.free();
				return;
			}
			forget(decoder, settings, mapping);
			resting.set(key, { decoder, mapping, uses });
			const [oldest] = resting.keys();
			if (resting.size > mostResting && oldest !== undefined) {
				resting.get(oldest)?.decoder.free();
				resting.delete(oldest);
			}
		},
	};
}

function placeMapping(
	decoder: OpusDecoder<typeof opusSampleRate>,
	{ channelMappingTable }: OpusSettings,
): number {
	const { _common: common } = decoder as unknown as Internals;
	const place = common.allocateTypedArray(channelMappingTable.length, Uint8Array);
	place.buf.set(channelMappingTable);
	return place.ptr;
}

/** Puts a new state of the codec in the place of the one that has heard a stream. */
function forget(
	decoder: OpusDecoder<typeof opusSampleRate>,
	{ channels, streamCount, coupledStreamCount, preSkip }: OpusSettings,
	mapping: number,
): void {
	const internals = decoder as unknown as Internals;
	const { wasm } = internals._common;
	wasm.opus_frame_decoder_destroy(internals._decoder);
	wasm.free(internals._decoder);
	internals._decoder = wasm.opus_frame_decoder_create(
		opusSampleRate,
		channels,
		streamCount,
		coupledStreamCount,
		mapping,
		preSkip,
		0,
	);
}
