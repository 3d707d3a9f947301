<?php
/**
 * Plugin Name: tagc
 * Description: Puts the tagc container on every page.
 * Requires at least: 6.3
 */

defined( 'ABSPATH' ) || exit;

add_action(
	'wp_enqueue_scripts',
	function () {
		$defer = array( 'strategy' => 'defer' );
		foreach ( array( 'tagc' => 'container.js', 'tagc-consent' => 'consent.js' ) as $handle => $file ) {
			$needs   = 'tagc' === $handle ? array() : array( 'tagc' );
			$version = substr( hash_file( 'sha256', __DIR__ . '/' . $file ), 0, 12 );
			wp_enqueue_script( $handle, plugins_url( $file, __FILE__ ), $needs, $version, $defer );
		}
		wp_add_inline_script( 'tagc', 'window.tagc=window.tagc||Object.assign(function(){tagc.q.push(arguments)},{q:[]})', 'before' );
	}
);
