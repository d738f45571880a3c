def answer(source: str, arguments: str) -> tuple[str, str]:
    raise NotImplementedError
