import { readFields, readFloats, readInts } from "@undertone/onnx";

/** The canonical face of MediaPipe's face geometry module. */
export interface CanonicalFace {
	/** Shape `[468, 3]`, centimetres, y up, z towards the viewer. */
	readonly vertices: Float32Array;
	/** Shape `[468]`: weights for finding the pose. */
	readonly weights: Float32Array;
	/** Shape `[triangles, 3]`. */
	readonly triangles: Uint16Array;
}

/**
 * Reads `geometry_pipeline_metadata_landmarks.binarypb`.
 *
 * @throws {UndertoneError} `model-damaged` if it is no protobuf.
 * @see mediapipe/modules/face_geometry/protos/geometry_pipeline_metadata.proto and mesh_3d.proto for the numbers
 */
export function readCanonicalFace(bytes: Uint8Array): CanonicalFace {
	const buffer: number[] = [];
	const triangles: number[] = [];
	const weights = new Float32Array(468);
	for (const field of readFields(bytes)) {
		if (field.number === 1) {
			for (const part of readFields(field.bytes)) {
				if (part.number === 3) buffer.push(...readFloats(part));
				if (part.number === 4) triangles.push(...readInts(part));
			}
		} else if (field.number === 2) {
			let landmark = 0;
			for (const part of readFields(field.bytes)) {
				if (part.number === 1) landmark = part.int;
				if (part.number === 2) weights[landmark] = readFloats(part)[0] as number;
			}
		}
	}
	// Five numbers a vertex: position, then its place in a texture.
	const vertices = Float32Array.from({ length: (buffer.length / 5) * 3 }, (_, i) => {
		return buffer[5 * Math.floor(i / 3) + (i % 3)] as number;
	});
	return { vertices, weights, triangles: Uint16Array.from(triangles) };
}
