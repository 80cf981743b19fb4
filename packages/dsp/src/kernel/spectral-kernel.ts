import { spectralKernelBytes } from "./spectral-kernel-bytes.ts";

/** One instance of the SIMD WebAssembly kernels with its own memory; addresses are byte offsets. */
export interface SpectralKernel {
	/** Sets memory aside for good, on a 16-byte boundary. May move {@link buffer}, so take views afterwards. */
	allocate(bytes: number): number;
	buffer(): ArrayBuffer;
	power(
		signal: number,
		hop: number,
		count: number,
		window: number,
		n: number,
		cosine: number,
		sine: number,
		work: number,
		out: number,
		stride: number,
	): void;
	autocorrelate(
		rows: number,
		count: number,
		n: number,
		cosine: number,
		sine: number,
		work: number,
		out: number,
		lags: number,
	): void;
	autocorrelateFrames(
		signal: number,
		starts: number,
		means: number,
		count: number,
		window: number,
		winLength: number,
		n: number,
		cosine: number,
		sine: number,
		work: number,
		out: number,
		lags: number,
	): void;
	slidingProducts(x: number, own: number, length: number, first: number, count: number, out: number): void;
	forward(
		signal: number,
		n: number,
		cosine: number,
		sine: number,
		work: number,
		re: number,
		im: number,
	): void;
	inverse(
		re: number,
		im: number,
		n: number,
		cosine: number,
		sine: number,
		work: number,
		signal: number,
	): void;
	filter(
		rows: number,
		count: number,
		stride: number,
		firsts: number,
		lengths: number,
		weights: number,
		bands: number,
		out: number,
	): void;
	multiply(rows: number, count: number, n: number, matrix: number, columns: number, out: number): void;
	crossCorrelate(
		rows: number,
		count: number,
		n: number,
		window: number,
		cosine: number,
		sine: number,
		work: number,
		out: number,
		lags: number,
	): void;
	interpolate(
		x: number,
		places: number,
		phases: number,
		kernels: number,
		taps: number,
		count: number,
		out: number,
	): void;
	burg(
		x: number,
		n: number,
		order: number,
		forward: number,
		backward: number,
		previous: number,
		a: number,
	): void;
}

let compiled: WebAssembly.Module | null | undefined;

/**
 * The kernels of kernels/spectral.c, which compute the same bits as the plain TypeScript.
 *
 * @returns null where WebAssembly or its SIMD is missing or forbidden: use the plain path there.
 */
export function createSpectralKernel(): SpectralKernel | null {
	if (compiled === undefined) compiled = compile();
	if (compiled === null) return null;
	const { exports } = new WebAssembly.Instance(compiled);
	const kernel = exports as unknown as Omit<SpectralKernel, "allocate" | "buffer"> & {
		readonly memory: WebAssembly.Memory;
		heapBase(): number;
	};
	let next = (kernel.heapBase() + 15) & ~15;
	return {
		power: kernel.power,
		autocorrelate: kernel.autocorrelate,
		autocorrelateFrames: kernel.autocorrelateFrames,
		slidingProducts: kernel.slidingProducts,
		forward: kernel.forward,
		inverse: kernel.inverse,
		filter: kernel.filter,
		multiply: kernel.multiply,
		crossCorrelate: kernel.crossCorrelate,
		interpolate: kernel.interpolate,
		burg: kernel.burg,
		buffer: () => kernel.memory.buffer,
		allocate: (bytes) => {
			const address = next;
			next = (next + bytes + 15) & ~15;
			const missing = next - kernel.memory.buffer.byteLength;
			if (missing > 0) kernel.memory.grow(Math.ceil(missing / 65536));
			return address;
		},
	};
}

function compile(): WebAssembly.Module | null {
	try {
		const bytes = Uint8Array.from(atob(spectralKernelBytes), (character) => character.charCodeAt(0));
		return new WebAssembly.Module(bytes);
	} catch {
		return null;
	}
}
