/** What every page loads. Pages read without it; charts and maps come in their own files, where they are used. */
import './css/app.css';
import { followDrawer } from './drawer';
import { forgetPages } from './leave';
import { keepTheme } from './theme';
import { enhance } from './enhance';
import './htmx';

keepTheme();
forgetPages();
followDrawer();
enhance(document);
document.addEventListener('htmx:load', (event) => enhance(event.target as Element));
