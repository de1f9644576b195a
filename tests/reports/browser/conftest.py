from tests.hub.browser.conftest import chromium, screen, sign_in

__all__ = ["chromium", "screen", "sign_in"]
