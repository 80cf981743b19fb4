import { type ReactNode, useEffect, useRef } from "react";
import { Link, useLocation } from "wouter";
import { api } from "../lib/api-client.ts";
import { useSession } from "../lib/session.tsx";
import { useConfig } from "../lib/use-config.ts";
import { Mark } from "../ui/icons.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

/** Header, page, footer; moves the focus to a new page so that a screen reader begins there. */
export function Shell({ children }: { readonly children: ReactNode }) {
	const [path, navigate] = useLocation();
	const { user, refresh } = useSession();
	const config = useConfig();
	const main = useRef<HTMLElement>(null);
	const first = useRef(true);
	// biome-ignore lint/correctness/useExhaustiveDependencies: runs for every new address
	useEffect(() => {
		if (first.current) {
			first.current = false;
			return;
		}
		window.scrollTo(0, 0);
		main.current?.focus({ preventScroll: true });
	}, [path]);
	const logOut = async (): Promise<void> => {
		await api.logOut().catch(() => undefined);
		await refresh();
		navigate("/");
	};
	return (
		<div className="shell">
			<a className="skip" href="#main">
				Skip to the page
			</a>
			<header className="header">
				<div className="header-inner">
					<Link className="brand" href={user ? "/studio" : "/"}>
						<Mark />
						Undertone
					</Link>
					<nav className="nav" aria-label="Main">
						{user ? (
							<>
								<NavLink href="/upload">Upload</NavLink>
								<NavLink href="/record">Record</NavLink>
								<NavLink href="/voices">Voices</NavLink>
								<NavLink href="/features">Features</NavLink>
								<NavLink href="/faces">Faces</NavLink>
								<NavLink href="/live">Live</NavLink>
								<NavLink href="/history">History</NavLink>
								<NavLink href="/accuracy">Accuracy</NavLink>
							</>
						) : (
							<>
								<NavLink href="/faces">Faces</NavLink>
								<NavLink href="/live">Live</NavLink>
								<NavLink href="/features">Features</NavLink>
								<NavLink href="/accuracy">Accuracy</NavLink>
								<NavLink href="/limits">Purposes and limits</NavLink>
							</>
						)}
					</nav>
					<div className="row">
						{user ? (
							<>
								<NavLink href="/account">Account</NavLink>
								<button type="button" className="link-button" onClick={() => void logOut()}>
									Log out
								</button>
							</>
						) : (
							user === null && (
								<>
									<NavLink href="/login">Log in</NavLink>
									{config?.registration !== "closed" && (
										<Link className="button small" href="/register">
											Register
										</Link>
									)}
								</>
							)
						)}
					</div>
				</div>
			</header>
			<main id="main" ref={main} tabIndex={-1}>
				{children}
			</main>
			<footer className="footer">
				<div className="footer-inner">
					<Link href="/limits">Purposes and limits</Link>
					<Link href="/model">Model cards</Link>
					<Link href="/accuracy">Accuracy</Link>
					<ThemeSwitch />
				</div>
			</footer>
		</div>
	);
}

function NavLink({ href, children }: { readonly href: string; readonly children: ReactNode }) {
	const [path] = useLocation();
	return (
		<Link className="link-button" href={href} {...(path === href ? { "aria-current": "page" as const } : {})}>
			{children}
		</Link>
	);
}
