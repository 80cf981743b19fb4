import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
	plugins: [react()],
	worker: { format: "es", rolldownOptions: { checks: { pluginTimings: false } } },
	build: {
		target: "es2023",
		assetsInlineLimit: 0,
		chunkSizeWarningLimit: 1000,
		rolldownOptions: { checks: { pluginTimings: false } },
	},
	server: { proxy: { "/api": "http://127.0.0.1:4173", "/models": "http://127.0.0.1:4173" } },
});
