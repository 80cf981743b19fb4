import { useEffect, useState } from "react";
import type { FaceClient } from "../../lib/live/face-client.ts";

/** The highest score below which the model is not sure; 0 until it is there, and without one. */
export function useThreshold(client: FaceClient): number {
	const [threshold, setThreshold] = useState(0);
	useEffect(() => {
		let current = true;
		client.ready.then(
			({ model }) => current && setThreshold(model?.threshold ?? 0),
			() => undefined,
		);
		return () => {
			current = false;
		};
	}, [client]);
	return threshold;
}
