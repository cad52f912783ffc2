// Health check of the container: healthy when the control plane answers and says that all that runs is well.
const port = process.env.SHOWRUNNER_PORT || '8000';
const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal: AbortSignal.timeout(8_000) });
const { status, details = '' } = await answer.json();
console.log(status, details);
process.exit(status === 'healthy' ? 0 : 1);
