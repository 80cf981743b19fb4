import type { Config } from "@undertone/api";
import { api } from "./api-client.ts";
import { useAsync } from "./use-async.ts";

let asked: Promise<Config> | undefined;

/** Limits and models of this server; null until they are known, and where it cannot be reached. */
export function useConfig(): Config | null {
	const config = useAsync("config", () => {
		asked ??= api.config();
		asked.catch(() => {
			asked = undefined;
		});
		return asked;
	});
	return config.state === "done" ? config.value : null;
}
