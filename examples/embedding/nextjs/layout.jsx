import Script from "next/script";

export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <Script src="/tagc-stub.js" strategy="beforeInteractive" />
        <Script src="/container.js" strategy="afterInteractive" />
      </body>
    </html>
  );
}
