import { createSession, float32Data, float32Tensor, readOnnx } from "@undertone/onnx";
import { sileroGraph, vadContextLength, vadFrameLength } from "./silero-graph.ts";

/** Voice activity: how likely each 32 ms of a signal hold speech. */
export interface VoiceActivity {
	/** Probabilities for a whole signal at 16 kHz, one for each 512 samples begun (the last is padded by zeros). */
	probabilities(signal: Float32Array): Promise<Float32Array>;
	/** A detector that goes along a stream. */
	stream(): VoiceActivityStream;
	release(): Promise<void>;
}

/** Voice activity along a stream; how the samples are cut into chunks does not change its answers. */
export interface VoiceActivityStream {
	/** Takes whole frames: `chunk.length` must be a multiple of 512. */
	push(chunk: Float32Array): Promise<Float32Array>;
	/** Forgets what came before, as after a gap. */
	reset(): void;
}

/** Frames a run takes: 8 seconds, about 0.6 MB. */
const batch = 256;

/**
 * Silero's voice activity detector for 16 kHz.
 *
 * @param bytes - What `readVadModel` gives, or Silero's own `silero_vad_v5.onnx` or `…_v6.onnx`.
 * @throws {UndertoneError} `model-damaged` if it is another file.
 */
export async function createVoiceActivity(bytes: Uint8Array): Promise<VoiceActivity> {
	const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const rewritten = readOnnx(file).inputs.some(({ name }) => name === "frames");
	const session = await createSession(rewritten ? file : sileroGraph(file));
	const stream = (): VoiceActivityStream => {
		let context = new Float32Array(vadContextLength);
		let hidden = new Float32Array(128);
		let cell = new Float32Array(128);
		const run = async (chunk: Float32Array): Promise<Float32Array> => {
			const count = chunk.length / vadFrameLength;
			const width = vadContextLength + vadFrameLength;
			const frames = new Float32Array(count * width);
			for (let i = 0; i < count; i++) {
				frames.set(context, i * width);
				frames.set(
					chunk.subarray(i * vadFrameLength, (i + 1) * vadFrameLength),
					i * width + vadContextLength,
				);
				context = chunk.slice((i + 1) * vadFrameLength - vadContextLength, (i + 1) * vadFrameLength);
			}
			const outputs = await session.run({
				frames: float32Tensor(frames, [count, width]),
				hidden: float32Tensor(hidden, [1, 1, 128]),
				cell: float32Tensor(cell, [1, 1, 128]),
			});
			hidden = float32Data(outputs.nextHidden, "nextHidden").slice();
			cell = float32Data(outputs.nextCell, "nextCell").slice();
			return float32Data(outputs.speech, "speech");
		};
		return {
			push: async (chunk) => {
				if (chunk.length % vadFrameLength !== 0) {
					throw new RangeError(
						`VoiceActivityStream.push: the chunk must be whole frames of ${vadFrameLength} samples, got ${chunk.length}.`,
					);
				}
				const all = new Float32Array(chunk.length / vadFrameLength);
				for (let at = 0; at < all.length; at += batch) {
					const end = Math.min(all.length, at + batch);
					all.set(await run(chunk.subarray(at * vadFrameLength, end * vadFrameLength)), at);
				}
				return all;
			},
			reset: () => {
				context = new Float32Array(vadContextLength);
				hidden = new Float32Array(128);
				cell = new Float32Array(128);
			},
		};
	};
	return {
		probabilities: async (signal) => {
			const whole = signal.length - (signal.length % vadFrameLength);
			const along = stream();
			const head = await along.push(signal.subarray(0, whole));
			if (whole === signal.length) return head;
			const last = new Float32Array(vadFrameLength);
			last.set(signal.subarray(whole));
			return Float32Array.of(...head, ...(await along.push(last)));
		},
		stream,
		release: () => session.release(),
	};
}
