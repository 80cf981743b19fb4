/** The files that come with this package, read as they are. */
export interface FaceModels {
	/** BlazeFace, short range, `.tflite`: 128 × 128 pixels to 896 anchors. */
	readonly faceDetector: Uint8Array;
	/** Face mesh, `.tflite`: 192 × 192 pixels to 468 points. */
	readonly faceLandmarks: Uint8Array;
	/** Action units from points without head pose, `.onnx`. */
	readonly actionUnits: Uint8Array;
}

/** The models that come with this package: from its folder in Node, fetched in a page. */
export declare function readFaceModels(): Promise<FaceModels>;
