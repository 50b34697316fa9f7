"""A site's own way of printing, taken up once when a process begins."""

from yingji.config import Config


def use_site(config: Config) -> None:
    """Print with the site's fonts and style where it has named any; raises what reading them raises."""
    if config.fonts is not None:
        from yingji.paper import site_fonts

        site_fonts.use(config.fonts)
    if config.print_style is not None:
        from yingji.paper import style

        style.use(config.print_style)
