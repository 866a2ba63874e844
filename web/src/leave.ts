/** 退出: pages kept on this device for use without a signal go with whoever signs out; what waits to be sent stays. */
export function forgetPages(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.action.endsWith('/sign-out/') && 'caches' in window) void caches.delete('huanzhi-field-pages');
  });
}
