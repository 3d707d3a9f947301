export default async ({ total }) => total * 2;
