import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from "react";
import { api, type SessionUser } from "./api-client.ts";

/** Who is logged in; `undefined` until it is known. */
interface SessionState {
	readonly user: SessionUser | null | undefined;
	refresh(): Promise<void>;
}

const Context = createContext<SessionState>({ user: undefined, refresh: async () => undefined });

/** Keeps who is logged in for all pages. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
	const [user, setUser] = useState<SessionUser | null | undefined>(undefined);
	const refresh = useCallback(async () => {
		setUser(await api.session().catch(() => null));
	}, []);
	useEffect(() => {
		void refresh();
	}, [refresh]);
	const state = useMemo(() => ({ user, refresh }), [user, refresh]);
	return <Context value={state}>{children}</Context>;
}

/** Who is logged in. */
export function useSession(): SessionState {
	return use(Context);
}
