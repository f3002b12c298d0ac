// The evaluator: the page's program once more, in a worker, where it evaluates. The page sends what it compiled already
// and where its module is; everything else it sends waits until the evaluator says that it is there.
addEventListener(
  "message",
  async ({ data: { program, module } }) => {
    try {
      const { default: start } = await import(program);
      await start({ module_or_path: module });
    } catch (error) {
      // As if it had been thrown here, so that the page hears of it.
      reportError(error);
    }
  },
  { once: true },
);
