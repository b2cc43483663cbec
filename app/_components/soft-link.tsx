"use client";

// Fluent's link and button as real links that Next follows without a full load; a modified click stays the browser's.
import { Button, type ButtonProps, Link, type LinkProps } from "@fluentui/react-components";
import { useRouter } from "next/navigation";
import type { MouseEvent } from "react";

type Place = { href: string };

type TextLinkProps = Place & Pick<LinkProps, "children" | "className" | "inline">;

export function TextLink({ href, children, className, ...rest }: TextLinkProps) {
  const follow = useFollow(href);
  const style = className === undefined ? {} : { className };
  return <Link as="a" href={href} onClick={follow} {...style} {...rest}>{children}</Link>;
}

type LinkButtonProps = Place & Pick<ButtonProps, "appearance" | "aria-label" | "children" | "size"> & {
  icon?: ButtonProps["icon"];
};

export function LinkButton({ href, icon, ...rest }: LinkButtonProps) {
  const follow = useFollow(href);
  return <Button as="a" href={href} onClick={follow} {...(icon !== undefined && { icon })} {...rest} />;
}

function useFollow(href: string) {
  const router = useRouter();
  return (event: MouseEvent) => {
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (modified || event.defaultPrevented) return;
    event.preventDefault();
    router.push(href);
  };
}
