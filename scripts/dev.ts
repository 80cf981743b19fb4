/** `npm run dev`: the server, restarted when its sources change, and Vite's development server in front of it. */
import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const programs = [
	spawn(
		process.execPath,
		["--watch", join(root, "apps/cli/bin/undertone.js"), "serve", ...process.argv.slice(2)],
		{
			stdio: "inherit",
		},
	),
	spawn(process.execPath, [join(root, "node_modules/vite/bin/vite.js")], {
		cwd: join(root, "apps/web"),
		stdio: "inherit",
	}),
];
const stop = (): void => {
	for (const program of programs) program.kill("SIGTERM");
};
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
for (const program of programs) program.on("exit", stop);
